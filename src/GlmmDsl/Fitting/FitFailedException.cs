namespace GlmmDsl;

/// <summary>
/// A search that found no estimates at all, so that there is no fit to return. The data need not be at fault: the message says what to try. A fit that was found
/// but is not at an optimum is returned, with <see cref="Verdict.NotConverged"/>.
/// </summary>
public sealed class FitFailedException : MixedModelException
{
    internal FitFailedException(string message, long? row)
        : base(message) => Row = row;

    /// <summary>The data row where the search last failed, counted from 1; null if it was not a single row.</summary>
    public long? Row { get; }
}
