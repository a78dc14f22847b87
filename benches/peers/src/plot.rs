//! The plot: time per URL, on a logarithmic scale, in colours that are readable on white and on black.

use std::error::Error;

use plotters::{
    prelude::*,
    style::text_anchor::{HPos, Pos, VPos},
};

use crate::results::Measured;

/// Writes the plot.
///
/// # Errors
///
/// If the file cannot be written.
pub fn write(measured: &[Measured], caption: &str) -> Result<(), Box<dyn Error>> {
    let rows = u32::try_from(measured.len())?;
    let area = SVGBackend::new(FILE, (WIDTH, rows * ROW + BELOW)).into_drawing_area();
    let (from, to) = limits(measured);
    let mut chart = ChartBuilder::on(&area)
        .margin_right(60)
        .margin_bottom(22)
        .margin_top(6)
        .set_label_area_size(LabelAreaPosition::Left, 190)
        .set_label_area_size(LabelAreaPosition::Bottom, 40)
        .build_cartesian_2d((from..to).log_scale(), f64::from(rows)..0.0)?;
    let text = |size: u32| ("sans-serif", size).into_font().color(&GREY);
    chart
        .configure_mesh()
        .disable_y_mesh()
        .disable_y_axis()
        .x_label_formatter(&|microseconds| format!("{microseconds}"))
        .x_desc("µs for a URL")
        .label_style(text(13))
        .axis_style(GREY)
        .bold_line_style(GREY.mix(0.3))
        .light_line_style(TRANSPARENT)
        .draw()?;

    let beside = |position| text(14).pos(Pos::new(position, VPos::Center));
    for (row, peer) in (0u32..).zip(measured) {
        let (top, microseconds) = (f64::from(row), peer.nanoseconds / 1000.0);
        let colour = if peer.is_this_crate() { BLUE } else { GREY };
        chart.draw_series([Rectangle::new(
            [(from, top + 0.15), (microseconds, top + 0.85)],
            colour.filled(),
        )])?;
        for (at, offset, words, position) in [
            (from, -8, peer.name.clone(), HPos::Right),
            (microseconds, 6, format!("{microseconds:.2}"), HPos::Left),
        ] {
            let label =
                EmptyElement::at((at, top + 0.5)) + Text::new(words, (offset, 0), beside(position));
            chart.draw_series([label])?;
        }
    }
    let at = (i32::try_from(WIDTH)? / 2, i32::try_from(rows * ROW + BELOW)? - 16);
    area.draw_text(caption, &text(12).pos(Pos::new(HPos::Center, VPos::Top)), at)?;
    area.present()?;
    Ok(())
}

/// The powers of ten below and above the times.
fn limits(measured: &[Measured]) -> (f64, f64) {
    let microseconds = measured.iter().map(|peer| peer.nanoseconds / 1000.0);
    let (least, most) = microseconds
        .fold((f64::MAX, 0.0_f64), |(least, most), time| (least.min(time), most.max(time)));
    (10_f64.powf(least.log10().floor()), 10_f64.powf(most.log10().ceil()))
}

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/peers.svg");
const WIDTH: u32 = 800;
const ROW: u32 = 28;
const BELOW: u32 = 70;
const GREY: RGBColor = RGBColor(0x75, 0x7b, 0x83);
const BLUE: RGBColor = RGBColor(0x2f, 0x81, 0xf7);
