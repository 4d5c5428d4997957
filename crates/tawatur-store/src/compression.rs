//! Packs documents and found rows, which are short and many.

use crate::{Kind, Result, StoreError};
use std::cell::RefCell;
use zstd::bulk::{Compressor, Decompressor};

/// Zstandard level: higher ones gain a few percent for many times the work.
const COMPRESSION: i32 = 3;
/// Bytes that a stored text or row may unpack to for its room to be made at once; more is unpacked piece by piece.
const AT_ONCE: u64 = 64 << 20;

thread_local! {
    /// Making these costs more than packing a short text.
    static PACKER: RefCell<Option<(Compressor<'static>, Decompressor<'static>)>> = const { RefCell::new(None) };
}

/// Compresses.
pub(crate) fn pack(bytes: &[u8]) -> Result<Vec<u8>> {
    with_packer(|(packer, _)| packer.compress(bytes)).map_err(|e| {
        StoreError::new(
            Kind::Io,
            format!("cannot compress a document: {e}"),
            "free some memory and run the command again",
        )
    })
}

/// Decompresses.
pub(crate) fn unpack(packed: &[u8]) -> Result<Vec<u8>> {
    let told = zstd::zstd_safe::get_frame_content_size(packed).ok().flatten();
    let unpacked = match told.filter(|length| *length <= AT_ONCE) {
        // The length is below the limit, which any address space holds.
        Some(length) => with_packer(|(_, unpacker)| unpacker.decompress(packed, length as usize)),
        None => zstd::stream::decode_all(packed),
    };
    unpacked.map_err(|e| StoreError::damaged(format!("compressed bytes cannot be read ({e})")))
}

fn with_packer<T>(
    work: impl FnOnce(&mut (Compressor<'static>, Decompressor<'static>)) -> std::io::Result<T>,
) -> std::io::Result<T> {
    PACKER.with_borrow_mut(|packer| {
        let packer = match packer {
            Some(packer) => packer,
            None => packer.insert((Compressor::new(COMPRESSION)?, Decompressor::new()?)),
        };
        work(packer)
    })
}
