using GlmmDsl.Covariance;
using GlmmDsl.Formulas;
using GlmmDsl.Tests.Fitting;
using CovarianceStructure = GlmmDsl.Covariance.CovarianceStructure;

namespace GlmmDsl.Tests.Covariance;

/// <summary>The structures by the names that a formula gives them.</summary>
internal static class Structured
{
    /// <summary>The structure of a term of k columns.</summary>
    public static CovarianceStructure Of(string name, int width)
    {
        Assert.True(StructureNames.TryFind(name, out GlmmDsl.Formulas.CovarianceStructure kind));
        return CovarianceStructures.Of(RandomDesign.Term(RandomDesign.Factor("g", 1, []), [.. Enumerable.Range(0, width).Select(_ => Array.Empty<double>())]) with { Structure = kind });
    }
}
