using GlmmDsl.Data;
using MathNet.Numerics.LinearAlgebra;

namespace GlmmDsl.Tests.References;

/// <summary>
/// <c>(f || g)</c> with a factor: all columns independent, unlike lme4, whose record (machines_dbar) keeps the factor's columns correlated.
/// Compared with a dense formula, and with glmmTMB's <c>diag(0 + f | g)</c>.
/// </summary>
public sealed class FactorDoubleBarTests
{
    [Fact]
    public void The_criterion_is_that_of_independent_intercepts_and_contrasts()
    {
        ReferenceCase machines = ReferenceCase.Load("machines_dbar");
        MixedModelFit fit = MixedModel.Fit("score ~ Machine + (Machine || Worker)", machines.Data());
        Assert.Equal(["Worker.(Intercept)", "Worker.MachineB", "Worker.MachineC"], fit.ThetaNames.AsEnumerable());

        double[] theta = [.. fit.Theta];
        Assert.Equal(Dense(machines.Data(), theta), -2 * fit.LogLikelihood.Value, 8);
        foreach (double[] other in new[] { new[] { 1.0, 1, 1 }, [0.3, 5, 2], [4, 0, 3] })
        {
            Assert.Equal(Dense(machines.Data(), other), fit.CriterionAt(other), 8);
        }

        // A minimum: no small step along an axis goes lower.
        for (int i = 0; i < theta.Length; i++)
        {
            foreach (double step in new[] { -1e-3, 1e-3 })
            {
                double[] near = [.. theta];
                near[i] += step;
                Assert.True(Dense(machines.Data(), near) > -2 * fit.LogLikelihood.Value);
            }
        }
    }

    [Fact]
    public void Without_an_intercept_it_is_glmmTMBs_diag()
    {
        ReferenceCase recorded = ReferenceCase.Load("tmb_machines_dbar");
        double expected = (double)recorded.Result["logLik"]!;
        Table machines = ReferenceCase.Load("machines_dbar").Data();

        foreach (string formula in new[] { "score ~ Machine + (0 + Machine || Worker)", "score ~ Machine + diag(0 + Machine | Worker)" })
        {
            Assert.Equal(expected, MixedModel.Fit(formula, machines).LogLikelihood.Value, 5);
        }
    }

    /// <summary>The REML criterion from V = I + Σ θⱼ²ZⱼZⱼᵀ, textbook fashion.</summary>
    private static double Dense(Table table, double[] theta)
    {
        var score = ((NumericColumn)table.Columns.Single(c => c.Name == "score")).Values;
        FactorColumn machine = table.Columns.Single(c => c.Name == "Machine").AsFactor(_ => "");
        FactorColumn worker = table.Columns.Single(c => c.Name == "Worker").AsFactor(_ => "");
        int n = table.RowCount;
        var y = Vector<double>.Build.DenseOfArray(score.ToArray());
        int[] machines = machine.Codes.ToArray(), workers = worker.Codes.ToArray();
        var x = Matrix<double>.Build.Dense(n, 3, (i, j) => Contrast(machines[i], j));
        var v = Matrix<double>.Build.Dense(n, n, (i, k) =>
            (i == k ? 1 : 0) + (workers[i] != workers[k] ? 0 : Enumerable.Range(0, 3).Sum(j => theta[j] * theta[j] * Contrast(machines[i], j) * Contrast(machines[k], j))));
        Matrix<double> inverse = v.Inverse(), information = x.Transpose() * inverse * x;
        Vector<double> residual = y - (x * information.Solve(x.Transpose() * inverse * y));
        double df = n - 3;
        return Math.Log(v.Determinant()) + Math.Log(information.Determinant()) + (df * (1 + Math.Log(2 * Math.PI * (residual * inverse * residual) / df)));

        static double Contrast(int code, int column) => column == 0 || code == column ? 1 : 0;
    }
}
