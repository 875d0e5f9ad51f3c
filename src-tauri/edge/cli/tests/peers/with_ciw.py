"""A network of stations, simulated by Ciw.

Reads from stdin {"stations": [{"servers", "room"}], "classes": [{"rate", "route": [[station, mean_s]]}],
"seeds", "from_s", "to_s"}; `room` is how many fit in, null for any number; a class visits a station once.
Writes one JSON line per seed: what was counted in from_s..to_s at each station, and `took_s`, the seconds
that the simulation itself took.
"""

import json
import sys
import time

import ciw

# Simulated on, so that whoever began to be served in the window has also ended. Seconds.
AFTER_S = 30


def network_of(asked):
    stations, classes = asked["stations"], asked["classes"]
    arrivals, services, routes = {}, {}, {}
    for number, one in enumerate(classes):
        name = f"class {number}"
        first, *rest = [station + 1 for station, _ in one["route"]]
        means = {station + 1: mean_s for station, mean_s in one["route"]}
        nodes = range(1, len(stations) + 1)
        arrivals[name] = [ciw.dists.Exponential(one["rate"]) if node == first else None for node in nodes]
        # Ciw wants a time for stations that are never visited, too.
        services[name] = [ciw.dists.Exponential(1 / means.get(node, 1)) for node in nodes]
        routes[name] = ciw.routing.ProcessBased(lambda person, simulation, rest=rest: list(rest))
    rooms = [(one["servers"], one["room"]) for one in stations]
    return ciw.create_network(
        arrival_distributions=arrivals,
        service_distributions=services,
        routing=routes,
        number_of_servers=[servers for servers, _ in rooms],
        queue_capacities=[float("inf") if room is None else room - servers for servers, room in rooms],
    )


def counts_of(records, station, from_s, to_s):
    here = [record for record in records if record.node == station + 1]
    served = [record for record in here if record.record_type == "service"]
    begun = [record for record in served if from_s <= record.service_start_date < to_s]
    stays = (min(record.exit_date, to_s) - max(record.arrival_date, from_s) for record in served)
    lost = [record for record in here if record.record_type == "rejection"]
    return {
        "begun": len(begun),
        "waited": sum(record.waiting_time > 0 for record in begun),
        "wait_s": sum(record.waiting_time for record in begun),
        "present_s": sum(stay for stay in stays if stay > 0),
        "lost": sum(from_s <= record.arrival_date < to_s for record in lost),
    }


def main():
    asked = json.load(sys.stdin)
    from_s, to_s = asked["from_s"], asked["to_s"]
    for seed in asked["seeds"]:
        ciw.seed(seed)
        simulation = ciw.Simulation(network_of(asked))
        began = time.perf_counter()
        simulation.simulate_until_max_time(to_s + AFTER_S)
        took_s = time.perf_counter() - began
        records = simulation.get_all_records()
        stations = [counts_of(records, number, from_s, to_s) for number in range(len(asked["stations"]))]
        customers = len({record.id_number for record in records})
        print(json.dumps({"took_s": took_s, "customers": customers, "stations": stations}))


main()
