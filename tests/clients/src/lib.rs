//! The recipes of `presigner::guide`, compiled with the clients that they are for. The
//! guide contains these very files.

#[path = "../../../src/guide/clients/deadpool.rs"]
pub mod deadpool_recipe;
#[path = "../../../src/guide/clients/receive_form.rs"]
pub mod receive_form_recipe;
#[path = "../../../src/guide/clients/redis.rs"]
pub mod redis_recipe;
#[path = "../../../src/guide/clients/send.rs"]
pub mod send_recipe;
#[path = "../../../src/guide/clients/service.rs"]
pub mod service_recipe;
#[path = "../../../src/guide/clients/sqlx.rs"]
pub mod sqlx_recipe;
#[cfg(test)]
#[path = "../../../src/guide/clients/testing.rs"]
mod testing_recipe;
