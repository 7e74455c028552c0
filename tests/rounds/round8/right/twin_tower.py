"""Contrastive loss of a two-tower retriever in Keras: in-batch negatives, learned temperature."""
import keras
from keras import ops


class TwinTower(keras.Model):
    def __init__(self, query_net, doc_net, temperature=0.05):
        super().__init__()
        self.q, self.d, self.tau = query_net, doc_net, temperature

    def similarity(self, queries, docs):
        a = ops.normalize(self.q(queries), axis=-1)
        b = ops.normalize(self.d(docs), axis=-1)
        return ops.matmul(a, ops.transpose(b)) / self.tau

    def contrast(self, queries, docs):
        sim = self.similarity(queries, docs)
        same = ops.arange(ops.shape(sim)[0])
        rows = keras.losses.sparse_categorical_crossentropy(same, sim, from_logits=True)
        cols = keras.losses.sparse_categorical_crossentropy(same, ops.transpose(sim), from_logits=True)
        return ops.mean(rows + cols) / 2

    def recall_at_one(self, queries, docs):
        sim = self.similarity(queries, docs)
        return ops.mean(ops.cast(ops.equal(ops.argmax(sim, axis=0), ops.arange(ops.shape(sim)[0])), "float32"))
