namespace GlmmDsl.Fitting.Linear.Choice;

/// <summary>How M = ΛᵀZᵀWZΛ + I is factored.</summary>
internal enum FactorisationPath
{
    /// <summary>The first factor is block-diagonal; all others, X and y are in one dense matrix.</summary>
    Blocked,

    /// <summary>All factors are in one supernodal sparse factor, with X and y as a dense border.</summary>
    Sparse,
}
