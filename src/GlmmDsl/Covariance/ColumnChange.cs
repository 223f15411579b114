namespace GlmmDsl.Covariance;

/// <summary>The changes of a term's columns that a covariance structure can follow: Λ about the new columns has the same structure.</summary>
internal enum ColumnChange
{
    /// <summary>None: the term is computed in its columns as they are.</summary>
    None,

    /// <summary>Every column divided by a number of its own.</summary>
    Scale,

    /// <summary>Any invertible map of the columns.</summary>
    Any,
}
