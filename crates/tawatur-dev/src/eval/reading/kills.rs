//! Kills at random moments of every work that writes: what was acknowledged must be there, and nothing half.

use super::super::Options;
use super::durability::{Scene, WORKS};
use std::process::Stdio;
use std::time::{Duration, Instant};

/// Kills, as the measure asks.
const KILLS: u64 = 1_000;
/// Kills in the quick form.
const KILLS_QUICK: u64 = 12;

/// How often something was lost.
pub fn lost(options: &Options) -> Result<f64, String> {
    let scene = Scene::new()?;
    let mut lengths = Vec::new();
    for work in WORKS {
        scene.reset(work)?;
        let start = Instant::now();
        scene.command(work).output().map_err(|e| e.to_string())?;
        lengths.push(start.elapsed());
    }
    let (mut losses, mut cut) = (0, 0);
    for number in 0..if options.full { KILLS } else { KILLS_QUICK } {
        let k = usize::try_from(number).unwrap_or(0) % WORKS.len();
        scene.reset(WORKS[k])?;
        let mut child = scene
            .command(WORKS[k])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|e| e.to_string())?;
        // Moments spread evenly over the work's length, in an order without pattern (golden ratio).
        let share = (number as f64 * 0.618_033_988_75).fract();
        std::thread::sleep(Duration::from_secs_f64(lengths[k].as_secs_f64() * share * 1.05));
        let _ = child.kill();
        let done = child.wait().map_err(|e| e.to_string())?.success();
        cut += u32::from(!done);
        if number % 100 == 99 {
            eprintln!("kills: {} so far, {losses} losses", number + 1);
        }
        if let Err(message) = scene.check(WORKS[k], done) {
            losses += 1;
            eprintln!("kills: {:?} killed after {:.0} % of its time: {message}", WORKS[k], share * 100.0);
        }
    }
    eprintln!("kills: {cut} works were cut short");
    Ok(f64::from(losses))
}
