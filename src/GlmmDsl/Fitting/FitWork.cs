namespace GlmmDsl.Fitting;

/// <summary>The work of a typical fit, to compare the costs of factorisations.</summary>
internal static class FitWork
{
    /// <summary>Evaluations of the criterion.</summary>
    public const int Evaluations = 5;

    /// <summary>Gradients.</summary>
    public const int Gradients = 5;

    /// <summary>Exact Hessians.</summary>
    public const int Hessians = 1;
}
