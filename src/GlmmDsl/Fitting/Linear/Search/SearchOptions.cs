namespace GlmmDsl.Fitting.Linear.Search;

/// <summary>How to search for θ̂.</summary>
internal sealed record SearchOptions
{
    /// <summary>Whether REML is used; otherwise ML.</summary>
    public required bool IsReml { get; init; }

    /// <summary>Where to start, in user units; null for moment estimates.</summary>
    public double[]? Start { get; init; }

    /// <summary>
    /// Whether the model was already fitted to another response, as in a bootstrap. Then there is no search for minima far from the moment estimates, which
    /// would cost as much as the fit.
    /// </summary>
    public bool IsRefit { get; init; }

    /// <summary>The most steps of one descent. A search that is cut short is not repeated from another start, and its result does not count as converged.</summary>
    public int MaxIterations { get; init; } = DefaultMaxIterations;

    /// <summary>More steps than any known fit needs.</summary>
    public const int DefaultMaxIterations = 300;
}
