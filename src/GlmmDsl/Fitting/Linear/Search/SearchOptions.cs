namespace GlmmDsl.Fitting.Linear.Search;

/// <summary>How θ̂ is looked for.</summary>
internal sealed record SearchOptions
{
    /// <summary>Whether REML is used; otherwise ML.</summary>
    public required bool IsReml { get; init; }

    /// <summary>Where to start, in user units; null for moment estimates.</summary>
    public double[]? Start { get; init; }

    /// <summary>
    /// Whether the model is known from another response, as in a bootstrap: minima far from the moment estimates are then not looked for, which
    /// would cost as much as the fit.
    /// </summary>
    public bool IsRefit { get; init; }

    /// <summary>Most steps of one descent. A search cut short is not repeated from elsewhere, and its result is not certified.</summary>
    public int MaxIterations { get; init; } = DefaultMaxIterations;

    /// <summary>Steps that no fit known needs.</summary>
    public const int DefaultMaxIterations = 300;
}
