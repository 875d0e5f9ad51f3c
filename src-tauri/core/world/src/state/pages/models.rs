//! Models: their slots and the memory of their GPU.

use serde::{Deserialize, Serialize};

use crate::World;
use crate::parts::Part;
use crate::problem::Refusal;

/// What the page of a model server would show.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ModelPage {
    /// Model id.
    pub id: String,
    /// "up" or "starting"; "down": it is there and answers nobody.
    pub stand: String,
    /// Since when its server runs, milliseconds from STARTEX.
    pub started_ms: i64,
    /// Inferences at work.
    pub busy: u32,
    /// Most at once.
    pub slots: u32,
    /// Inferences that wait for a slot.
    pub waiting: u32,
    /// Age of the oldest inference at work, seconds.
    pub oldest_s: f64,
    /// Memory of its GPU. None: it has none here.
    pub gpu: Option<GpuState>,
}

/// Memory of a GPU.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct GpuState {
    /// In use, megabytes.
    pub used_mb: f64,
    /// In all, megabytes.
    pub size_mb: f64,
    /// There is no room for one more inference.
    pub full: bool,
}

impl World {
    /// A model, its slots and its GPU.
    ///
    /// # Errors
    /// `unknown-component`, `wrong-kind`.
    pub fn model_page(&self, id: &str) -> Result<ModelPage, Refusal> {
        let Part::Model(at) = self.need_part(id)? else {
            return self.wrong_kind(id, "model");
        };
        let known = &self.models[usize::from(at)];
        let inferences = self.inferences.iter().map(|(_, one)| one);
        let at_work = inferences.filter(|one| one.model == at && one.placed);
        let oldest = at_work.map(|one| one.arrived).min();
        Ok(ModelPage {
            id: id.to_owned(),
            stand: self.stand_word(known.stand, self.model_process(at)),
            started_ms: known.started.div_euclid(1000),
            busy: known.busy,
            slots: known.slots,
            waiting: known.waiting.len() as u32,
            oldest_s: oldest.map_or(0.0, |since| (self.now - since) as f64 / 1e6),
            gpu: known.gpu.map(|gpu| GpuState {
                used_mb: gpu.used_mb(known.busy),
                size_mb: gpu.size_mb(),
                full: !gpu.has_room((known.busy + 1).min(known.slots)),
            }),
        })
    }
}
