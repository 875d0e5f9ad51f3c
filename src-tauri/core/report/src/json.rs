//! The postmortem as JSON, and the schema that says what it is made of.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;

use crate::Postmortem;

/// What the JSON calls itself, in its first field. The number changes when a reader of the old
/// would misread the new; fields may be added to a version.
pub const FORMAT: &str = "three-am/postmortem/1";

/// The JSON Schema (draft 2020-12) of that format.
pub const SCHEMA: &str = include_str!("../postmortem.schema.json");

/// One drill's postmortem, as Three AM exports it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Postmortem file")]
struct File<'a> {
    /// This format and its version.
    #[schemars(extend("const" = FORMAT))]
    format: &'static str,
    #[serde(flatten)]
    postmortem: &'a Postmortem,
}

/// The whole model, indented, with keys in the order of the types.
pub fn write(postmortem: &Postmortem) -> String {
    let file = File {
        format: FORMAT,
        postmortem,
    };
    // Nothing in the model can fail to serialize: keys are strings, figures may be null.
    let mut text = serde_json::to_string_pretty(&file).unwrap_or_default();
    text.push('\n');
    text
}

/// The schema made from the types, as it should stand in `postmortem.schema.json`.
#[must_use]
pub fn schema() -> String {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let schema = settings.into_generator().into_root_schema_for::<File<'_>>();
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}
