namespace GlmmDsl.Design;

/// <summary>What is assumed of the covariance of a term's columns.</summary>
internal enum StructureKind
{
    /// <summary>Nothing: a variance a column and a covariance a pair.</summary>
    Unstructured,

    /// <summary>Independent columns.</summary>
    Diagonal,
}
