namespace GlmmDsl.Covariance;

/// <summary>The changes of a term's columns that a covariance structure allows: Λ for the new columns has the same structure.</summary>
internal enum ColumnChange
{
    /// <summary>None: the term is computed in its columns as they are.</summary>
    None,

    /// <summary>Each column may be divided by its own number.</summary>
    Scale,

    /// <summary>The columns may go through any invertible linear map.</summary>
    Any,
}
