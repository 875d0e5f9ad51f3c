//! The file system as SQLite sees it: before each of the machine's functions, one of ours.

use std::ffi::{c_char, c_int, c_void};
use std::ptr;

use libsqlite3_sys as ffi;

use crate::{Does, Fails, Told};

/// What our functions need of the file system: first in memory what SQLite knows of it.
#[repr(C)]
struct System {
    ours: ffi::sqlite3_vfs,
    machine: *mut ffi::sqlite3_vfs,
    told: &'static Told,
}

/// A file: what SQLite knows of it, what we do, and behind it in memory the machine's own.
#[repr(C)]
struct File {
    ours: ffi::sqlite3_file,
    told: *const Told,
}

/// Makes a disk known to SQLite.
pub fn register(told: &'static Told) {
    // SAFETY: SQLite's own file system, which stays as long as the process; what is given to SQLite
    // is leaked, as it asks for.
    let rc = unsafe {
        assert_eq!(ffi::sqlite3_initialize(), ffi::SQLITE_OK);
        let machine = ffi::sqlite3_vfs_find(ptr::null());
        assert!(!machine.is_null(), "SQLite has a file system");
        let mut ours = ptr::read(machine);
        ours.szOsFile += size_of::<File>() as c_int;
        ours.pNext = ptr::null_mut();
        ours.zName = told.name.as_ptr();
        ours.xOpen = Some(open);
        ours.xDelete = Some(delete);
        let system = Box::leak(Box::new(System {
            ours,
            machine,
            told,
        }));
        ffi::sqlite3_vfs_register(&raw mut system.ours, 0)
    };
    assert_eq!(rc, ffi::SQLITE_OK, "SQLite takes a file system");
}

unsafe extern "C" fn open(
    vfs: *mut ffi::sqlite3_vfs,
    name: ffi::sqlite3_filename,
    file: *mut ffi::sqlite3_file,
    flags: c_int,
    out: *mut c_int,
) -> c_int {
    // SAFETY: SQLite gives back what `register` gave it, and a file of the size that was asked for.
    unsafe {
        let system = vfs.cast::<System>();
        (*file).pMethods = ptr::null();
        (*file.cast::<File>()).told = (*system).told;
        let machine = (*system).machine;
        let made = flags & ffi::SQLITE_OPEN_CREATE != 0 && !there(machine, name);
        if made && (*system).told.fails(Does::Make).is_some() {
            return ffi::SQLITE_CANTOPEN;
        }
        let Some(open) = (*machine).xOpen else {
            return ffi::SQLITE_CANTOPEN;
        };
        let rc = open(machine, name, real(file), flags, out);
        if rc == ffi::SQLITE_OK {
            (*file).pMethods = &METHODS;
        }
        rc
    }
}

/// Whether a file is there; one without a name never is.
unsafe fn there(machine: *mut ffi::sqlite3_vfs, name: *const c_char) -> bool {
    let mut is = 0;
    // SAFETY: the machine's own function, with a name that SQLite gave.
    unsafe {
        match (*machine).xAccess {
            Some(access) if !name.is_null() => {
                access(machine, name, ffi::SQLITE_ACCESS_EXISTS, &raw mut is) == ffi::SQLITE_OK
                    && is != 0
            }
            _ => false,
        }
    }
}

unsafe extern "C" fn delete(vfs: *mut ffi::sqlite3_vfs, name: *const c_char, sync: c_int) -> c_int {
    // SAFETY: as in `open`.
    unsafe {
        let system = vfs.cast::<System>();
        if (*system).told.fails(Does::Remove).is_some() {
            return ffi::SQLITE_IOERR_DELETE;
        }
        let machine = (*system).machine;
        (*machine)
            .xDelete
            .map_or(ffi::SQLITE_OK, |delete| delete(machine, name, sync))
    }
}

/// The machine's file behind ours.
unsafe fn real(file: *mut ffi::sqlite3_file) -> *mut ffi::sqlite3_file {
    // SAFETY: `szOsFile` has room for both.
    unsafe { file.cast::<File>().add(1).cast() }
}

/// How something done to a file is to fail.
unsafe fn fails(file: *mut ffi::sqlite3_file, does: Does) -> Option<Fails> {
    // SAFETY: `open` has set it.
    unsafe { (*(*file.cast::<File>()).told).fails(does) }
}

/// Calls the machine's function for its file.
macro_rules! machine {
    ($file:ident, $function:ident $(, $value:expr)*) => {{
        let real = real($file);
        match (*(*real).pMethods).$function {
            Some(function) => function(real $(, $value)*),
            None => ffi::SQLITE_IOERR,
        }
    }};
}

/// A function that only hands on.
macro_rules! hands_on {
    ($name:ident, $function:ident $(, $value:ident: $kind:ty)*) => {
        unsafe extern "C" fn $name(file: *mut ffi::sqlite3_file $(, $value: $kind)*) -> c_int {
            // SAFETY: SQLite calls it for a file that `open` has opened.
            unsafe { machine!(file, $function $(, $value)*) }
        }
    };
}

hands_on!(close, xClose);
hands_on!(file_size, xFileSize, size: *mut ffi::sqlite3_int64);
hands_on!(lock, xLock, level: c_int);
hands_on!(unlock, xUnlock, level: c_int);
hands_on!(check_lock, xCheckReservedLock, out: *mut c_int);
hands_on!(control, xFileControl, op: c_int, with: *mut c_void);
hands_on!(sector, xSectorSize);
hands_on!(character, xDeviceCharacteristics);
hands_on!(shm_lock, xShmLock, at: c_int, n: c_int, flags: c_int);
hands_on!(shm_unmap, xShmUnmap, remove: c_int);

unsafe extern "C" fn shm_barrier(file: *mut ffi::sqlite3_file) {
    // SAFETY: as above.
    unsafe {
        let real = real(file);
        if let Some(barrier) = (*(*real).pMethods).xShmBarrier {
            barrier(real);
        }
    }
}

unsafe extern "C" fn read(
    file: *mut ffi::sqlite3_file,
    to: *mut c_void,
    n: c_int,
    at: ffi::sqlite3_int64,
) -> c_int {
    // SAFETY: as above; there is room for `n` bytes.
    unsafe {
        match fails(file, Does::Read) {
            None => machine!(file, xRead, to, n, at),
            Some(Fails::Rots) => {
                let rc = machine!(file, xRead, to, n, at);
                ptr::write_bytes(to.cast::<u8>(), 0xa5, usize::try_from(n).unwrap_or(0));
                rc
            }
            Some(_) => ffi::SQLITE_IOERR_READ,
        }
    }
}

unsafe extern "C" fn write(
    file: *mut ffi::sqlite3_file,
    from: *const c_void,
    n: c_int,
    at: ffi::sqlite3_int64,
) -> c_int {
    // SAFETY: as above; half of what is to be written is a part of it.
    unsafe {
        match fails(file, Does::Write) {
            None => machine!(file, xWrite, from, n, at),
            Some(Fails::Full) => ffi::SQLITE_FULL,
            Some(Fails::Torn) => {
                let _ = machine!(file, xWrite, from, n / 2, at);
                ffi::SQLITE_FULL
            }
            Some(_) => ffi::SQLITE_IOERR_WRITE,
        }
    }
}

unsafe extern "C" fn truncate(file: *mut ffi::sqlite3_file, size: ffi::sqlite3_int64) -> c_int {
    // SAFETY: as above.
    unsafe {
        if fails(file, Does::Truncate).is_some() {
            return ffi::SQLITE_IOERR_TRUNCATE;
        }
        machine!(file, xTruncate, size)
    }
}

/// Nobody pulls the plug in a test, and thousands of files are written: the machine is not asked.
unsafe extern "C" fn sync(file: *mut ffi::sqlite3_file, _: c_int) -> c_int {
    // SAFETY: as above.
    match unsafe { fails(file, Does::Sync) } {
        Some(_) => ffi::SQLITE_IOERR_FSYNC,
        None => ffi::SQLITE_OK,
    }
}

unsafe extern "C" fn shm_map(
    file: *mut ffi::sqlite3_file,
    region: c_int,
    size: c_int,
    extend: c_int,
    out: *mut *mut c_void,
) -> c_int {
    // SAFETY: as above.
    unsafe {
        if extend != 0 && fails(file, Does::Grow).is_some() {
            return ffi::SQLITE_IOERR_SHMSIZE;
        }
        machine!(file, xShmMap, region, size, extend, out)
    }
}

/// Version 2: without pages of the file in memory, which nothing could be made to fail at.
static METHODS: ffi::sqlite3_io_methods = ffi::sqlite3_io_methods {
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(check_lock),
    xFileControl: Some(control),
    xSectorSize: Some(sector),
    xDeviceCharacteristics: Some(character),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: None,
    xUnfetch: None,
};
