"""One station with several servers, simulated by SimPy as its manual does it.

`with_simpy.py SERVERS RATE MEAN_S CUSTOMERS SEED` writes {"took_s", "customers", "wait_s"} as JSON: the
seconds that the simulation itself took, and the mean wait.
"""

import json
import random
import sys
import time

import simpy


def customer(env, servers, luck, mean_s, waits):
    came = env.now
    with servers.request() as turn:
        yield turn
        waits.append(env.now - came)
        yield env.timeout(luck.expovariate(1 / mean_s))


def arrivals(env, servers, luck, rate, mean_s, count, waits):
    for _ in range(count):
        yield env.timeout(luck.expovariate(rate))
        env.process(customer(env, servers, luck, mean_s, waits))


def main():
    servers, rate, mean_s = int(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3])
    count, luck, waits = int(sys.argv[4]), random.Random(int(sys.argv[5])), []
    env = simpy.Environment()
    resource = simpy.Resource(env, capacity=servers)
    env.process(arrivals(env, resource, luck, rate, mean_s, count, waits))
    began = time.perf_counter()
    env.run()
    took_s = time.perf_counter() - began
    print(json.dumps({"took_s": took_s, "customers": len(waits), "wait_s": sum(waits) / len(waits)}))


main()
