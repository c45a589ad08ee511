//! A function in the place of the network.

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

/// The connection broke: no reply comes, whether or not the request had an effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lost;

impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the connection broke before the reply")
    }
}

impl std::error::Error for Lost {}

/// What a function answers, once it does.
type Reply = Pin<Box<dyn Future<Output = Result<http::Response<Vec<u8>>, Lost>> + Send>>;

/// An HTTP client that calls a function. There is no socket, so a paused clock stands still while it
/// answers.
#[derive(Clone)]
pub struct InProcess(Arc<dyn Fn(http::Request<Vec<u8>>) -> Reply + Send + Sync>);

impl InProcess {
    /// A client of a function that answers at once.
    pub fn new<F>(answer: F) -> Self
    where
        F: Fn(http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, Lost> + Send + Sync + 'static,
    {
        Self::slow(move |request| std::future::ready(answer(request)))
    }

    /// A client of a function that takes its time, as a network does: it makes the call, and its
    /// future ends with the reply.
    pub fn slow<F, A>(answer: F) -> Self
    where
        F: Fn(http::Request<Vec<u8>>) -> A + Send + Sync + 'static,
        A: Future<Output = Result<http::Response<Vec<u8>>, Lost>> + Send + 'static,
    {
        Self(Arc::new(move |request| Box::pin(answer(request))))
    }
}

impl fmt::Debug for InProcess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InProcess")
    }
}

impl HttpConnector for InProcess {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let request = match request.try_into_http1x() {
            Ok(request) => request.map(|body| body.bytes().map(<[u8]>::to_vec).unwrap_or_default()),
            Err(error) => return HttpConnectorFuture::ready(Err(ConnectorError::user(error.into()))),
        };
        let answer = (self.0)(request);
        HttpConnectorFuture::new(async move {
            let response = answer.await.map_err(|lost| ConnectorError::io(lost.into()))?;
            let response = HttpResponse::try_from(response.map(SdkBody::from));
            response.map_err(|error| ConnectorError::other(error.into(), None))
        })
    }
}

impl HttpClient for InProcess {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}
