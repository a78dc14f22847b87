#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| presigner_fuzz::post_policy(data));
