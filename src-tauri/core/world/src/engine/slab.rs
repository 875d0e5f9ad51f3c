//! Storage with small indices that are used again, and tickets that tell old from new.

use std::ops::{Index, IndexMut};

/// Things in flight. An index alone may meanwhile mean another thing, so whoever comes
/// back later brings a ticket: `life` (is it still the same thing?) or `wait` (is it still
/// waiting for the same answer?).
#[derive(Debug, Clone)]
pub(crate) struct Slab<T> {
    cells: Vec<Cell<T>>,
    free: Vec<u32>,
}

#[derive(Debug, Clone)]
struct Cell<T> {
    life: u32,
    wait: u32,
    thing: Option<T>,
}

impl<T> Default for Slab<T> {
    fn default() -> Self {
        Self {
            cells: Vec::new(),
            free: Vec::new(),
        }
    }
}

impl<T> Slab<T> {
    pub(crate) fn insert(&mut self, thing: T) -> u32 {
        if let Some(at) = self.free.pop() {
            self.cells[at as usize].thing = Some(thing);
            return at;
        }
        self.cells.push(Cell {
            life: 0,
            wait: 0,
            thing: Some(thing),
        });
        (self.cells.len() - 1) as u32
    }

    pub(crate) fn remove(&mut self, at: u32) -> Option<T> {
        let cell = &mut self.cells[at as usize];
        cell.life = cell.life.wrapping_add(1);
        cell.wait = cell.wait.wrapping_add(1);
        let thing = cell.thing.take();
        if thing.is_some() {
            self.free.push(at);
        }
        thing
    }

    /// Ticket for "the same thing".
    pub(crate) fn life(&self, at: u32) -> u32 {
        self.cells[at as usize].life
    }

    /// Is it still the same thing?
    pub(crate) fn lives(&self, at: u32, life: u32) -> bool {
        self.cells[at as usize].life == life
    }

    /// From now on it counts as another thing, and its waits are void.
    pub(crate) fn next_life(&mut self, at: u32) -> u32 {
        let cell = &mut self.cells[at as usize];
        cell.life = cell.life.wrapping_add(1);
        cell.wait = cell.wait.wrapping_add(1);
        cell.life
    }

    /// A new ticket for "the same wait"; older ones are void from now on.
    pub(crate) fn next_wait(&mut self, at: u32) -> u32 {
        let cell = &mut self.cells[at as usize];
        cell.wait = cell.wait.wrapping_add(1);
        cell.wait
    }

    /// The ticket of the present wait.
    pub(crate) fn wait(&self, at: u32) -> u32 {
        self.cells[at as usize].wait
    }

    /// Is it still the same wait?
    pub(crate) fn waits(&self, at: u32, wait: u32) -> bool {
        self.cells[at as usize].wait == wait
    }

    pub(crate) fn get(&self, at: u32) -> Option<&T> {
        self.cells
            .get(at as usize)
            .and_then(|cell| cell.thing.as_ref())
    }

    /// All that are there, by index.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u32, &T)> {
        self.cells
            .iter()
            .enumerate()
            .filter_map(|(at, cell)| cell.thing.as_ref().map(|thing| (at as u32, thing)))
    }

    /// Indices of all that satisfy a condition, in order.
    pub(crate) fn which(&self, wanted: impl Fn(&T) -> bool) -> Vec<u32> {
        self.iter()
            .filter(|(_, thing)| wanted(thing))
            .map(|(at, _)| at)
            .collect()
    }
}

impl<T> Index<u32> for Slab<T> {
    type Output = T;

    #[inline]
    fn index(&self, at: u32) -> &T {
        match &self.cells[at as usize].thing {
            Some(thing) => thing,
            None => unreachable!("an index is kept no longer than the thing"),
        }
    }
}

impl<T> IndexMut<u32> for Slab<T> {
    #[inline]
    fn index_mut(&mut self, at: u32) -> &mut T {
        match &mut self.cells[at as usize].thing {
            Some(thing) => thing,
            None => unreachable!("an index is kept no longer than the thing"),
        }
    }
}
