//! From the steps of endpoints to instructions, call sites and edges.

use super::build::index;
use super::deadlines::Line;
use super::names::Place;
use super::program::{Op, OpKind};
use crate::World;
use crate::parts::edge::{Edge, Site};
use crate::parts::service::PoolOf;
use crate::parts::{NONE, Part};
use crate::spec::{Access, EdgeSpec, Holds, Step, StepKind, SystemSpec};

impl World {
    pub(super) fn compile_services(&mut self, spec: &SystemSpec) {
        for (at, of) in spec.services.iter().enumerate() {
            for (database, pool) in &of.pools {
                let database = index(&spec.databases, database, |database| &database.id);
                let pool = PoolOf {
                    database,
                    size: pool.size,
                    wait_us: pool.wait_us as i64,
                    edge: self.edge(Part::Service(at as u16), Part::Database(database)),
                    place: self.place(Place::Pool(at as u16)),
                    line: self.deadlines.open(Line::Pool(at as u16)),
                };
                self.services[at].pools.push(pool);
            }
            for (number, endpoint) in of.endpoints.iter().enumerate() {
                let mut ops = Vec::new();
                self.compile(at as u16, &endpoint.steps, NONE, &mut ops);
                self.services[at].endpoints[number].ops = ops;
            }
        }
    }

    /// Steps as instructions; a failure goes on at `rescue`.
    fn compile(&mut self, service: u16, steps: &[Step], rescue: u16, ops: &mut Vec<Op>) {
        for step in steps {
            let first = ops.len();
            // Where an optional step ends is known later; until then a mark stands for it.
            let mark = NONE - 1 - first as u16;
            let inner = if step.optional { mark } else { rescue };
            let kind = self.compile_kind(service, &step.kind);
            ops.push(Op::new(kind, inner));
            if let StepKind::Cache { miss, .. } = &step.kind {
                self.compile(service, miss, inner, ops);
                if let OpKind::Cache { cache, edge, .. } = kind {
                    ops.push(Op::new(OpKind::Fill { cache }, inner));
                    ops[first].kind = OpKind::Cache {
                        cache,
                        edge,
                        hit: ops.len() as u16,
                    };
                }
            }
            let after = ops.len() as u16;
            for op in ops[first..]
                .iter_mut()
                .filter(|op| step.optional && op.rescue == mark)
            {
                op.rescue = after;
            }
            ops[first].after = after;
            if let Some(flag) = &step.flag {
                ops[first].flag = index(&self.spec.flags, flag, |flag| &flag.id);
            }
        }
    }

    fn compile_kind(&mut self, service: u16, kind: &StepKind) -> OpKind {
        let spec = self.spec.clone();
        let from = Part::Service(service);
        match kind {
            StepKind::Cpu { time } => OpKind::Cpu {
                time: (*time).into(),
            },
            StepKind::Query {
                database,
                table,
                time,
                holds,
                access,
                hot,
            } => {
                let database = index(&spec.databases, database, |database| &database.id);
                let pools = &self.services[usize::from(service)].pools;
                let pool = pools
                    .iter()
                    .position(|pool| pool.database == database)
                    .unwrap_or(0) as u8;
                let until_end = *holds == Holds::UntilEnd;
                OpKind::Query {
                    pool,
                    table: self.name(table),
                    time: (*time).into(),
                    until_end,
                    write: *access == Access::Write,
                    hot: *hot,
                }
            }
            StepKind::Cache { cache, .. } => {
                let cache = index(&spec.caches, cache, |cache| &cache.id);
                OpKind::Cache {
                    cache,
                    edge: self.edge(from, Part::Cache(cache)),
                    hit: 0,
                }
            }
            StepKind::Call {
                target,
                endpoint,
                edge,
            } => {
                let to = self.find_part(target).unwrap_or(Part::Browser);
                let endpoint = match to {
                    Part::Service(at) => index(
                        &spec.services[usize::from(at)].endpoints,
                        endpoint,
                        |endpoint| &endpoint.name,
                    ),
                    _ => NONE,
                };
                OpKind::Call {
                    site: self.site(from, to, endpoint, edge),
                }
            }
            StepKind::Enqueue { queue, task } => {
                let queue = index(&spec.queues, queue, |queue| &queue.id);
                OpKind::Enqueue {
                    queue,
                    edge: self.edge(from, Part::Queue(queue)),
                    task: self.name(task),
                }
            }
        }
    }

    fn site(&mut self, from: Part, to: Part, endpoint: u16, how: &EdgeSpec) -> u16 {
        let edge = self.edge(from, to);
        let known = &mut self.edges[usize::from(edge)];
        known.breaker = known.breaker.take().or_else(|| how.breaker.clone());
        known.can_fall_back |= how.fallback;
        known.budget = known.budget.or(how.retry_budget);
        let number = self.sites.len() as u16;
        let line = self.deadlines.open(Line::Call(number));
        self.sites.push(Site {
            edge,
            endpoint,
            timeout_us: how.timeout_us as i64,
            attempts: how.attempts,
            backoff_us: how.backoff_us as i64,
            jitter: how.jitter,
            line,
        });
        number
    }

    /// The edge between two parts; there is one, however many steps use it.
    pub(super) fn edge(&mut self, from: Part, to: Part) -> u16 {
        if let Some(known) = self
            .edges
            .iter()
            .position(|edge| edge.from == from && edge.to == to)
        {
            return known as u16;
        }
        let number = self.edges.len() as u16;
        let place = self.place(Place::Edge(number));
        let id = format!("{}->{}", self.part_id(from), self.part_id(to));
        let target = self.part_id(to).to_owned();
        let target = self.name(&target);
        let stream = self.stream(&format!("edge.{id}"));
        self.edges.push(Edge::new(
            id,
            from,
            to,
            (place, self.part_place(to)),
            target,
            stream,
        ));
        number
    }
}
