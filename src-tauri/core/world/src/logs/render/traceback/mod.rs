//! What Python 3.13 prints of each cause in [`FAULT_CODES`](super::super::FAULT_CODES): the
//! exception it came from, if any, then the frames below the caller's and the last line.
//! Frames and texts are those of Django 5.2, psycopg 3.3, requests 2.34 and urllib3 2.8.

mod calls;
mod database;

use super::super::Cause;

/// Texts of one cause.
pub(super) struct Texts {
    /// A whole first traceback with the sentence that joins the two; empty if there is none.
    pub inner: &'static str,
    /// The innermost frames and the exception, after the caller's frames.
    pub outer: &'static str,
}

/// Index of "worker-lost".
const LOST: u8 = 17;

/// Texts of a packed [`Cause`].
pub(super) fn cause(packed: u32) -> Texts {
    let (inner, outer) = match Cause::unpack(packed).code {
        0 => database::POOL,
        1 => database::TOO_MANY,
        2 => database::DOWN,
        3 => calls::TIMEOUT,
        4 => calls::REFUSED,
        5 => ("", calls::CALL_ERROR),
        7 => ("", calls::MODEL_TIMEOUT),
        8 => ("", calls::RATE_LIMITED),
        9 => ("", GPU_OOM),
        10 => calls::NO_ADDRESS,
        11 => calls::CERTIFICATE,
        12 => database::DISK_FULL,
        13 => database::LOCK_TIMEOUT,
        14 => database::TERMINATED,
        15 => ("", database::STALE_READ),
        16 => database::SCHEMA,
        LOST => ("", RESULT_LOST),
        _ => ("", BUG),
    };
    Texts { inner, outer }
}

/// How `repr()` shows a cause's exception; Celery puts it behind "raised unexpected".
pub(super) fn exception(code: u8) -> &'static str {
    match code {
        0 => "OperationalError(\"couldn't get a connection after {waited} sec\")",
        1 => {
            "OperationalError('connection failed: connection to server at \"{target}\" ({target_ip}), port 5432 failed: FATAL:  sorry, too many clients already')"
        }
        2 => {
            "OperationalError('connection failed: connection to server at \"{target}\" ({target_ip}), port 5432 failed: Connection refused')"
        }
        3 => {
            "ReadTimeout(ReadTimeoutError(\"HTTPSConnectionPool(host='{host}', port=443): Read timed out.\"))"
        }
        4 => {
            "ConnectionError(MaxRetryError(\"HTTPSConnectionPool(host='{host}', port=443): Max retries exceeded\"))"
        }
        5 => {
            "HTTPError('503 Server Error: Service Unavailable for url: https://{host}/v1/{target}')"
        }
        7 => "ModelTimeout('{target}: no answer after {waited} s')",
        8 => "HTTPError('429 Client Error: Too Many Requests for url: https://{host}/v1/{target}')",
        9 => "OutOfMemoryError('CUDA out of memory.')",
        10 => {
            "ConnectionError(MaxRetryError(\"HTTPSConnectionPool(host='{host}', port=443): Max retries exceeded\"))"
        }
        11 => {
            "SSLError(MaxRetryError(\"HTTPSConnectionPool(host='{host}', port=443): Max retries exceeded\"))"
        }
        12 => {
            "OperationalError('could not extend file \"base/16384/{relation}\": No space left on device')"
        }
        13 => "OperationalError('canceling statement due to lock timeout')",
        14 => "OperationalError('terminating connection due to administrator command')",
        15 => "DoesNotExist('{Model} matching query does not exist.')",
        16 => "ProgrammingError('column {table}.{column} does not exist')",
        LOST => "WorkerLostError('Worker exited prematurely: signal 9 (SIGKILL)')",
        _ => "{bug_repr}",
    }
}

/// A packed cause says that the process died: Celery then has no frames of the task.
pub(super) fn is_lost(packed: u32) -> bool {
    Cause::unpack(packed).code == LOST
}

/// What billiard's supervisor prints of a process that died at its job.
macro_rules! lost {
    () => {
        r#"Traceback (most recent call last):
  File "/usr/local/lib/python3.13/site-packages/billiard/pool.py", line 1367, in mark_as_worker_lost
    raise WorkerLostError(
    ...<2 lines>...
    )
billiard.exceptions.WorkerLostError: Worker exited prematurely: signal 9 (SIGKILL) Job: {a}."#
    };
}
pub(super) use lost;

/// The caller waited for the task's result.
const RESULT_LOST: &str = r#"  File "/srv/{app}/{app}/{module}/services.py", line {lineno2}, in handle
    result = job.get(timeout=self.timeout)
  File "/usr/local/lib/python3.13/site-packages/celery/result.py", line 251, in get
    return self.backend.wait_for_pending(
           ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~^
    ...<8 lines>...
    )
    ^
  File "/usr/local/lib/python3.13/site-packages/celery/result.py", line 365, in maybe_throw
    self.throw(value, self._to_remote_traceback(tb))
    ~~~~~~~~~~^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
billiard.exceptions.WorkerLostError: Worker exited prematurely: signal 9 (SIGKILL)"#;

const GPU_OOM: &str = r#"  File "/srv/{app}/{app}/ml/client.py", line 57, in infer
    output = self.model(batch.to("cuda:0"))
  File "/usr/local/lib/python3.13/site-packages/torch/nn/modules/module.py", line 1751, in _wrapped_call_impl
    return self._call_impl(*args, **kwargs)
           ~~~~~~~~~~~~~~~^^^^^^^^^^^^^^^^^
  File "/usr/local/lib/python3.13/site-packages/torch/nn/modules/module.py", line 1762, in _call_impl
    return forward_call(*args, **kwargs)
  File "/usr/local/lib/python3.13/site-packages/torch/nn/functional.py", line 2380, in softmax
    ret = input.softmax(dim)
torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 512.00 MiB. GPU 0 has a total capacity of 23.65 GiB of which 2{digit}{digit2}.06 MiB is free. Including non-PyTorch memory, this process has 23.4{digit} GiB memory in use. Of the allocated memory 22.9{digit2} GiB is allocated by PyTorch, and 194.87 MiB is reserved by PyTorch but unallocated. If reserved but unallocated memory is large try setting PYTORCH_CUDA_ALLOC_CONF=expandable_segments:True to avoid fragmentation.  See documentation for Memory Management  (https://pytorch.org/docs/stable/notes/cuda.html#environment-variables)"#;

const BUG: &str = r#"  File "/srv/{app}/{app}/{module}/services.py", line {lineno2}, in handle
    answer = build(cart, customer)
{bug}"#;
