namespace GlmmDsl.Fitting.Linear.Choice;

/// <summary>How M = ΛᵀZᵀWZΛ + I is factored.</summary>
internal enum FactorisationPath
{
    /// <summary>The first factor block-diagonal, all others, X and y in one dense matrix.</summary>
    Blocked,

    /// <summary>All factors in one supernodal sparse factor, X and y as a dense border.</summary>
    Sparse,
}
