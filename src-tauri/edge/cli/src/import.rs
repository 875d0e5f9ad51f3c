//! `3am import FILE [--as NAME] [--in FOLDER]`; of a timeline also `[--title T] [--system S]
//! [--starts 03:00]`

use std::path::{Path, PathBuf};

use scenario::{bundle, incident};

use crate::folder;
use crate::new::{begin, check_name};
use crate::outcome::{Failure, input, say};

/// Arguments.
#[derive(clap::Args)]
pub struct Args {
    /// A scenario that `3am pack` made (.json), or the timeline of an incident (.csv, .md).
    file: PathBuf,
    /// Its id here; of a timeline, its file's name unless given.
    #[arg(long = "as")]
    name: Option<String>,
    /// The scenarios folder it goes into; the usual one unless given.
    #[arg(long = "in")]
    folder: Option<PathBuf>,
    /// Of a timeline: the scenario's title.
    #[arg(long)]
    title: Option<String>,
    /// Of a timeline: the system it plays on; storefront unless given.
    #[arg(long)]
    system: Option<String>,
    /// Of a timeline: the incident clock at STARTEX, e.g. 03:00; the first entry's unless given.
    #[arg(long)]
    starts: Option<String>,
}

/// Takes a file into the scenarios folder, whole or not at all.
pub fn run(args: &Args) -> Result<(), Failure> {
    if let Some(name) = &args.name {
        check_name(name)?;
    }
    let root = folder::target(args.folder.as_deref())?;
    let ending = args.file.extension().and_then(|e| e.to_str());
    match ending.map(str::to_ascii_lowercase).as_deref() {
        Some("json") => {
            if args.title.is_some() || args.system.is_some() || args.starts.is_some() {
                let help = "leave them out; `3am new --from` makes a copy that is yours";
                return Err(input(format!(
                    "--title, --system and --starts are for timelines.\n  help: {help}"
                )));
            }
            scenario(&args.file, args.name.as_deref(), &root)
        }
        Some("csv" | "tsv") => timeline(args, incident::Written::Csv, &root),
        Some("md" | "markdown") => timeline(args, incident::Written::Markdown, &root),
        _ => Err(input(format!(
            "{} is no file that is imported.\n  help: give a .scenario.json that `3am pack` made, or a timeline as .csv or .md",
            args.file.display()
        ))),
    }
}

/// The timeline of an incident as a scenario to be completed.
fn timeline(args: &Args, written: incident::Written, root: &Path) -> Result<(), Failure> {
    let file = args.file.display().to_string();
    let stem = args.file.file_stem().unwrap_or_default().to_string_lossy();
    let id = args.name.clone().unwrap_or_else(|| stem.to_lowercase());
    check_name(&id).map_err(|failure| match &args.name {
        Some(_) => failure,
        None => input(format!("{failure}; give one with --as NAME")),
    })?;
    let starts = args.starts.as_deref().map(clock).transpose()?;
    let bytes = shelf::read_whole(&args.file, incident::BYTES).map_err(input)?;
    let read = incident::timeline(&file, &bytes, written, starts).map_err(|all| {
        let all: Vec<String> = all.iter().map(ToString::to_string).collect();
        input(all.join("\n"))
    })?;
    let system = args.system.as_deref().unwrap_or("storefront");
    let mut start = incident::skeleton(&id, system, &read);
    start.title.clone_from(&args.title);
    folder::put(begin(root, &start)?, root, Some(&id))?;
    say(format!(
        "\n{} entries of {file} are injects.",
        read.entries.len()
    ));
    if read.moved > 0 {
        say(format!(
            "{} stood behind later ones and are in order now.",
            read.moved
        ));
    }
    if read.passed_over > 0 {
        say(format!(
            "{} lines without a time were passed over.",
            read.passed_over
        ));
    }
    say("It is a skeleton: what breaks, who speaks and what is expected are a beginning of ours.");
    say(
        "Say what really broke in [truth], [[deploy]] and the first inject; then go through every TODO.",
    );
    Ok(())
}

fn clock(text: &str) -> Result<u32, Failure> {
    scenario::clock_s(text).map_err(|error| input(format!("--starts: {error}")))
}

fn scenario(file: &Path, name: Option<&str>, root: &Path) -> Result<(), Failure> {
    let bytes = shelf::read_whole(file, bundle::BYTES).map_err(input)?;
    let unpacked = bundle::unpack(&bytes).map_err(|all| {
        let Failure::Input(all) = folder::refused(&all) else {
            return input("it was refused");
        };
        input(format!("{} was not taken:\n{all}", file.display()))
    })?;
    folder::put(unpacked, root, name)
}
