namespace GlmmDsl.Fitting.Generalized;

/// <summary>How a generalised model was fitted, in words.</summary>
internal static class GeneralizedMethod
{
    /// <summary>The heading and the label.</summary>
    public static MethodDescription Describe(GeneralizedOptions options, bool isMixed)
    {
        string likelihood = options.CoefficientPrior is null ? " fit by maximum likelihood" : " fit by penalised maximum likelihood";
        string information = options.Information == Information.Expected ? ", expected information" : "";
        return isMixed
            ? new MethodDescription($"Generalized linear mixed model{likelihood} ({Approximated(options)}{information})", Label(options))
            : new MethodDescription("Generalized linear model" + likelihood, "ML");
    }

    private static string Approximated(GeneralizedOptions options) => options.Approximation switch
    {
        Approximation.Quadrature => $"adaptive Gauss-Hermite quadrature, {Nodes(options)}",
        Approximation.Fast => "Laplace approximation, coefficients profiled",
        _ => "Laplace approximation",
    };

    private static string Label(GeneralizedOptions options) => options.Approximation switch
    {
        Approximation.Quadrature => $"quadrature ({Nodes(options)})",
        Approximation.Fast => "fast",
        _ => "Laplace",
    };

    private static string Nodes(GeneralizedOptions options) => FormattableString.Invariant($"{options.Nodes} {(options.Nodes == 1 ? "node" : "nodes")}");
}
