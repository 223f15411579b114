using GlmmDsl.Data;
using GlmmDsl.Tests.Architecture;

namespace GlmmDsl.Tests;

/// <summary>Fits that several tests share, each made once.</summary>
internal static class Fits
{
    private static readonly Lazy<MixedModelFit> SleepstudyReml = new(() => MixedModel.Fit("Reaction ~ Days + (Days | Subject)", Data("sleepstudy")));
    private static readonly Lazy<MixedModelFit> SleepstudyIndependent = new(() => MixedModel.Fit("Reaction ~ Days + (Days || Subject)", Data("sleepstudy")));

    private static readonly Lazy<MixedModelFit> CbppLaplace = new(() => MixedModel.Fit(
        "cbind(incidence, size - incidence) ~ factor(period) + (1 | herd)", Data("cbpp"), new FitOptions { Family = Family.Binomial }));

    /// <summary>A binomial model by the Laplace approximation.</summary>
    public static MixedModelFit Cbpp => CbppLaplace.Value;

    /// <summary>Random intercept and slope, correlated, by REML.</summary>
    public static MixedModelFit Sleepstudy => SleepstudyReml.Value;

    /// <summary>The same without correlation.</summary>
    public static MixedModelFit Independent => SleepstudyIndependent.Value;

    public static Table Data(string name) => Table.ReadCsv(Path.Combine(RepositoryRoot.Path, "tests", "Reference", "data", name + ".csv"));

    /// <summary>A table of a few rows written as CSV.</summary>
    public static Table Csv(string text) => Table.ReadCsv(new StringReader(text));

    /// <summary>Twelve rows in three groups, with a column that is twice another and one of zeros.</summary>
    public static Table Small() => Csv(
        """
        y,x,twice,zero,g,w
        1.2,1,2,0,a,1
        2.1,2,4,0,a,2
        2.9,3,6,0,a,1
        4.3,4,8,0,a,4
        2.2,1,2,0,b,1
        3.3,2,4,0,b,1
        3.8,3,6,0,b,2
        5.4,4,8,0,b,1
        0.3,1,2,0,c,3
        1.4,2,4,0,c,1
        1.7,3,6,0,c,1
        3.2,4,8,0,c,2
        """);
}
