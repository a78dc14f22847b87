#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| presigner_fuzz::sigv4a(data));
