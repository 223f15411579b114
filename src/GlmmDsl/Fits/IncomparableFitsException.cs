namespace GlmmDsl;

/// <summary>The difference between two fits that makes their criteria incomparable.</summary>
public enum IncomparableFits
{
    /// <summary>One was made by REML, the other by ML, or two different criteria were given.</summary>
    Criterion,

    /// <summary>The responses differ: another column, or a transform.</summary>
    Response,

    /// <summary>The rows or their weights differ.</summary>
    Rows,

    /// <summary>Both were made by REML and their fixed effects span different spaces.</summary>
    FixedEffects,
}

/// <summary>Two fits whose criteria do not measure the same thing. The message says which part differs and what to do.</summary>
public sealed class IncomparableFitsException : MixedModelException
{
    internal IncomparableFitsException(IncomparableFits difference, string message)
        : base(message) => Difference = difference;

    /// <summary>What differs.</summary>
    public IncomparableFits Difference { get; }
}
