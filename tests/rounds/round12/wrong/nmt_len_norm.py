"""Length-normalised log-likelihood of reference translations, keras seq2seq.

Targets are zero-padded by tf.keras.utils.pad_sequences; 0 is reserved for padding, and every
target starts with <s> and ends with </s>.

# bug: the masked log-probs are averaged over the padded width of the batch, not over the real tokens.
"""
import tensorflow as tf

PAD = 0


@tf.function(reduce_retracing=True)
def normalised_ll(model, src, tgt):
    """Log-likelihood per target token, one value per sentence pair."""
    y_in, y_out = tgt[:, :-1], tgt[:, 1:]
    logits = model([src, y_in], training=False)
    nll = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y_out, logits=logits)
    real = tf.cast(tf.not_equal(y_out, PAD), nll.dtype)
    return -tf.reduce_mean(nll * real, axis=1)  # expect: SEQ303


def filter_bitext(model, dataset, threshold=-4.5):
    kept = []
    for src, tgt, line_no in dataset:
        ll = normalised_ll(model, src, tgt)
        ok = tf.boolean_mask(line_no, ll > threshold)
        kept.extend(ok.numpy().tolist())
    return kept
