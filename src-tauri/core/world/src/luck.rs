//! The same system with other luck: how far two of its futures are apart by chance alone.

use crate::World;

impl World {
    /// Lets every stream of chance go on from its next draw. Users come as they would have; what
    /// they meet is drawn anew, with the same probabilities.
    pub fn change_luck(&mut self) {
        let services = self.services.iter_mut().map(|it| &mut it.stream);
        let databases = self.databases.iter_mut().map(|it| &mut it.stream);
        let caches = self.caches.iter_mut().map(|it| &mut it.stream);
        let queues = self.queues.iter_mut().map(|it| &mut it.stream);
        let workers = self.workers.iter_mut().map(|it| &mut it.stream);
        let models = self
            .models
            .iter_mut()
            .flat_map(|it| [&mut it.stream, &mut it.luck, &mut it.truth]);
        let externals = self
            .externals
            .iter_mut()
            .flat_map(|it| [&mut it.stream, &mut it.luck]);
        let edges = self.edges.iter_mut().map(|it| &mut it.stream);
        let faults = self.faults.iter_mut().map(|it| &mut it.luck);
        let pauses = self.traffic.journeys.iter_mut().map(|it| &mut it.pauses);
        services
            .chain(databases)
            .chain(caches)
            .chain(queues)
            .chain(workers)
            .chain(models)
            .chain(externals)
            .chain(edges)
            .chain(faults)
            .chain(pauses)
            .for_each(|stream| {
                stream.unit();
            });
    }
}
