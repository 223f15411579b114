namespace GlmmDsl.Fitting;

/// <summary>What a typical fit asks of the engine: enough to compare factorisations by.</summary>
internal static class FitWork
{
    /// <summary>Evaluations of the criterion.</summary>
    public const int Evaluations = 5;

    /// <summary>Gradients.</summary>
    public const int Gradients = 5;

    /// <summary>Exact Hessians.</summary>
    public const int Hessians = 1;
}
