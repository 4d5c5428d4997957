//! Reading: from bytes as received to documents with an unaltered text. Text problems become notes, never errors.
