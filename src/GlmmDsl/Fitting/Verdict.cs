namespace GlmmDsl;

/// <summary>What the check of an optimum found.</summary>
public enum Verdict
{
    /// <summary>A minimum with all variance components inside their space.</summary>
    Converged,

    /// <summary>A minimum on the boundary: a variance is zero or a correlation is ±1.</summary>
    Singular,

    /// <summary>Not shown to be a minimum; the notice says why.</summary>
    NotConverged,
}
