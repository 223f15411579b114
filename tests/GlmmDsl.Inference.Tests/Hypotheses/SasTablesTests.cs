using GlmmDsl.Data;

namespace GlmmDsl.Inference.Tests.Hypotheses;

/// <summary>The tables that SAS/STAT's user's guide prints of its own examples of PROC MIXED.</summary>
public sealed class SasTablesTests
{
    private const string SplitPlot = """
        1,1,1,56 1,1,2,41 1,2,1,50 1,2,2,36 1,3,1,39 1,3,2,35 2,1,1,30 2,1,2,25
        2,2,1,36 2,2,2,28 2,3,1,33 2,3,2,30 3,1,1,32 3,1,2,24 3,2,1,31 3,2,2,27
        3,3,1,15 3,3,2,19 4,1,1,30 4,1,2,25 4,2,1,35 4,2,2,30 4,3,1,17 4,3,2,18
        """;

    private const string Heights = """
        1,F,67 1,F,66 1,F,64 1,M,71 1,M,72 2,F,63 2,F,63 2,F,67 2,M,69
        2,M,68 2,M,70 3,F,63 3,M,64 4,F,67 4,F,66 4,M,67 4,M,67 4,M,69
        """;

    // Batch, month, and the shelf life of its samples.
    private const string Stability = """
        1 0 101.2 103.3 103.3 102.1 104.4 102.4
        1 1 98.8 99.4 99.7 99.5
        1 3 98.4 99.0 97.3 99.8
        1 6 101.5 100.2 101.7 102.7
        1 9 96.3 97.2 97.2 96.3
        1 12 97.3 97.9 96.8 97.7 97.7 96.7
        2 0 102.6 102.7 102.4 102.1 102.9 102.6
        2 1 99.1 99.0 99.9 100.6
        2 3 105.7 103.3 103.4 104.0
        2 6 101.3 101.5 100.9 101.4
        2 9 94.1 96.5 97.2 95.6
        2 12 93.1 92.8 95.4 92.2 92.2 93.0
        3 0 105.1 103.9 106.1 104.1 103.7 104.6
        3 1 102.2 102.0 100.8 99.8
        3 3 101.2 101.8 100.8 102.6
        3 6 101.1 102.0 100.1 100.2
        3 9 100.9 99.5 102.2 100.8
        3 12 97.8 98.3 96.9 98.4 96.9 96.5
        """;

    /// <summary>
    /// <c>proc mixed; class A B Block; model Y = A B A*B; random Block A*Block;</c> prints variances of 62.3958, 15.3819 and 9.3611, -2 Res Log Likelihood 119.8, and
    /// F 4.07 on 2/6 (.0764), 19.39 on 1/9 (.0017), 4.02 on 2/9 (.0566).
    /// </summary>
    [Fact]
    public void The_split_plot_has_its_variances_and_its_tests_of_fixed_effects()
    {
        MixedModelFit fit = MixedModel.Fit("Y ~ A * B + (1 | Block/A)", Read("Block,A,B,Y", SplitPlot, "Block", "A", "B"));

        Assert.Equal(62.3958, fit.VarianceComponents["Block"].CovarianceMatrix[0, 0], 5e-5);
        Assert.Equal(15.3819, fit.VarianceComponents["A:Block"].CovarianceMatrix[0, 0], 5e-5);
        Assert.Equal(9.3611, fit.VarianceComponents.Residual.Variance, 5e-5);
        Assert.Equal(119.8, -2 * fit.LogLikelihood.Value, .05);
        NamedResults<FTest> terms = fit.KenwardRoger().Terms;
        Prints(terms["A"], 4.07, 2, 6, .0764);
        Prints(terms["B"], 19.39, 1, 9, .0017);
        Prints(terms["A:B"], 4.02, 2, 9, .0566);
    }

    /// <summary>
    /// <c>class Family Gender; model Height = Gender; random Family Family*Gender;</c> prints variances of 2.4010, 1.7657 and 2.1668, -2 Res Log Likelihood 71.0, and F 7.95.
    /// </summary>
    [Fact]
    public void The_heights_of_families_have_theirs()
    {
        MixedModelFit fit = MixedModel.Fit("Height ~ Gender + (1 | Family/Gender)", Read("Family,Gender,Height", Heights, "Family"));

        Assert.Equal(2.4010, fit.VarianceComponents["Family"].CovarianceMatrix[0, 0], 5e-5);
        Assert.Equal(1.7657, fit.VarianceComponents["Gender:Family"].CovarianceMatrix[0, 0], 5e-5);
        Assert.Equal(2.1668, fit.VarianceComponents.Residual.Variance, 5e-5);
        Assert.Equal(71.0, -2 * fit.LogLikelihood.Value, .05);
        Assert.Equal(7.95, fit.Satterthwaite().Terms["Gender"].Statistic, .005);
    }

    /// <summary>
    /// <c>model Y = Month / s; random Int Month / type=un sub=Batch;</c> prints UN(1,1) .9768, UN(2,1) -.1045, UN(2,2) .03717, residual 3.2932; an intercept of 102.70
    /// (standard error .6456, t 159.08 on 2) and a slope of -.5259 (.1194, t -4.41 on 2, p .0478).
    /// </summary>
    [Fact]
    public void The_random_coefficients_of_batches_have_theirs()
    {
        IEnumerable<string> rows = Stability.Split('\n').Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)).SelectMany(f => f[2..].Select(y => $"{f[0]},{f[1]},{y}"));
        MixedModelFit fit = MixedModel.Fit("Y ~ Month + (Month | Batch)", Read("Batch,Month,Y", string.Join(' ', rows), "Batch"));

        double[,] batch = fit.VarianceComponents["Batch"].CovarianceMatrix;
        Assert.Equal(.9768, batch[0, 0], 5e-5);
        Assert.Equal(-.1045, batch[1, 0], 5e-5);
        Assert.Equal(.03717, batch[1, 1], 5e-6);
        Assert.Equal(3.2932, fit.VarianceComponents.Residual.Variance, 5e-5);
        NamedResults<CoefficientTest> coefficients = fit.KenwardRoger().Coefficients;
        Prints(coefficients["(Intercept)"], 102.70, .6456, 159.08, .0001);
        Prints(coefficients["Month"], -.5259, .1194, -4.41, .0478);
    }

    private static Table Read(string header, string rows, params string[] factors) =>
        Table.ReadCsv(new StringReader(header + "\n" + string.Join('\n', rows.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries))), new CsvOptions { Factors = [.. factors] });

    private static void Prints(FTest test, double f, int numerator, double denominator, double p)
    {
        Assert.Equal(f, test.Statistic, .005);
        Assert.Equal(numerator, test.NumeratorDegreesOfFreedom);
        Assert.Equal(denominator, test.DenominatorDegreesOfFreedom, 1e-3);
        Assert.Equal(p, test.PValue, 5e-5);
    }

    private static void Prints(CoefficientTest test, double estimate, double error, double t, double p)
    {
        Assert.Equal(estimate, test.Estimate, Math.Abs(estimate) > 1 ? .005 : 5e-5);
        Assert.Equal(error, test.StandardError, 5e-5);
        Assert.Equal(t, test.Statistic, .005);
        Assert.Equal(2, test.DegreesOfFreedom, 1e-3);
        Assert.InRange(test.PValue, p > .0001 ? p - 5e-5 : 0, p + 5e-5);
    }
}
