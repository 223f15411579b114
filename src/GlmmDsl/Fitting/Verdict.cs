namespace GlmmDsl;

/// <summary>What the certificate says of an optimum.</summary>
public enum Verdict
{
    /// <summary>A minimum with all variance components inside their space.</summary>
    Converged,

    /// <summary>A minimum on the boundary: a variance is zero or a correlation is ±1.</summary>
    Singular,

    /// <summary>Not certified; the notice says why.</summary>
    NotConverged,
}
