//! Signs, inspects and verifies the example URL of the AWS documentation, without the standard library.
//!
//! The C library provides startup and memory; panic handler and allocator are defined here.
#![no_std]
#![no_main]

extern crate alloc;

use alloc::boxed::Box;
use core::{
    alloc::{GlobalAlloc, Layout},
    error::Error,
    ffi::{c_int, c_void},
    panic::PanicInfo,
};

use presigner::{
    Credentials, Endpoint, Expiry, Presigner, Timestamp,
    inspect::InspectedUrl,
    verify::{Claim, Rules},
};

/// Returns 0 if the URL is as documented and verifies.
#[unsafe(no_mangle)]
extern "C" fn main() -> c_int {
    c_int::from(!matches!(sign_inspect_and_verify(), Ok(true)))
}

/// <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html>
fn sign_inspect_and_verify() -> Result<bool, Box<dyn Error>> {
    let document = r#"{
        "AccessKeyId": "AKIAIOSFODNN7EXAMPLE",
        "SecretAccessKey": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
    }"#;
    let presigner = Presigner::new(Credentials::from_json(document)?, "us-east-1")
        .with_endpoint(Endpoint::aws().legacy_global());
    let now = Timestamp::from_unix_seconds(1_369_353_600);
    let url = presigner.at(now).get("examplebucket", "test.txt", Expiry::days(1))?;
    let is_documented = url.as_str().ends_with(
        "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
    );

    let inspected = InspectedUrl::parse(url.as_str())?;
    let target = url.as_str().strip_prefix("https://examplebucket.s3.amazonaws.com");
    let headers = [("host", inspected.host())];
    let claim = Claim::parse("GET", target.unwrap_or_default(), &headers)?;
    let verified = claim.verify(
        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        &Rules::s3(now).base_domain("s3.amazonaws.com"),
    )?;
    Ok(is_documented && verified.key() == Some("test.txt"))
}

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    // SAFETY: `abort` has no preconditions.
    unsafe { abort() }
}

/// Referenced by the precompiled `alloc`, which supports unwinding; never called, because this program aborts.
#[unsafe(no_mangle)]
extern "C" fn rust_eh_personality() {}

/// Never called, like `rust_eh_personality`.
#[unsafe(no_mangle)]
extern "C" fn _Unwind_Resume() {}

/// The allocator of the C library.
struct Memory;

#[global_allocator]
static MEMORY: Memory = Memory;

// SAFETY: `malloc` aligns to at least 16 bytes on 64-bit systems; a larger alignment returns null.
unsafe impl GlobalAlloc for Memory {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if layout.align() > 16 {
            return core::ptr::null_mut();
        }
        // SAFETY: `malloc` accepts any size.
        unsafe { malloc(layout.size()) }.cast()
    }

    unsafe fn dealloc(&self, memory: *mut u8, _: Layout) {
        // SAFETY: `memory` comes from `malloc`.
        unsafe { free(memory.cast()) }
    }
}

#[link(name = "c")]
unsafe extern "C" {
    fn abort() -> !;
    fn free(memory: *mut c_void);
    fn malloc(bytes: usize) -> *mut c_void;
}
