namespace GlmmDsl;

/// <summary>
/// The base of every exception of this library that is about a formula, the data or a fit: one <c>catch</c> separates them from programming errors.
/// Wrong arguments of a call are still <see cref="ArgumentException"/> and what an object cannot do <see cref="InvalidOperationException"/>.
/// </summary>
public abstract class MixedModelException : Exception
{
    /// <summary>An exception with its message.</summary>
    /// <param name="message">What is wrong, where, and what to do.</param>
    /// <param name="inner">What caused it; null when nothing did.</param>
    protected MixedModelException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
