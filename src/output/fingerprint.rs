//! By what a file is known again: nobody has changed it if its size and its SHA-256 are what they were.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::disk;
use crate::file::{hex, sha256};

/// Size in bytes and SHA-256 of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Fingerprint {
    size: u64,
    sha256: String,
}

impl Fingerprint {
    /// Of bytes that become a file.
    pub(super) fn of_bytes(bytes: &[u8]) -> Fingerprint {
        Fingerprint { size: bytes.len() as u64, sha256: sha256(bytes) }
    }

    /// Of a file; none if there is nothing. A link is never followed: it, a folder and a device are an error.
    pub(super) fn of_file(path: &Path) -> io::Result<Option<Fingerprint>> {
        match disk::kind(path)? {
            disk::Kind::Nothing => return Ok(None),
            disk::Kind::File => {}
            disk::Kind::Link => return Err(io::Error::other("it is a link")),
            disk::Kind::Folder | disk::Kind::Other => return Err(io::Error::other("it is no file")),
        }
        let mut file = File::open(path)?;
        let mut sum = Sha256::new();
        let mut size = 0;
        let mut buffer = vec![0; 64 * 1024];
        loop {
            let read = file.read(&mut buffer)?;
            if read == 0 {
                return Ok(Some(Fingerprint { size, sha256: hex(&sum.finalize()) }));
            }
            size += read as u64;
            sum.update(&buffer[..read]);
        }
    }
}
