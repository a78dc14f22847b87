//! The recipes of `presigner::guide::tokens`, compiled with the clients that they are for. The
//! guide contains these very files.

#[path = "../../../src/guide/clients/deadpool.rs"]
pub mod deadpool_recipe;
#[path = "../../../src/guide/clients/redis.rs"]
pub mod redis_recipe;
#[path = "../../../src/guide/clients/sqlx.rs"]
pub mod sqlx_recipe;
