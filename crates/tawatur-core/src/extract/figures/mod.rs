//! Figures: numbers of a text with how they are meant and what they count.

pub mod numerals;
