using GlmmDsl.Design;
using GlmmDsl.Fits;
using GlmmDsl.Inference.Resampling;

namespace GlmmDsl.Inference;

/// <summary>Simulates the power of a test in one study.</summary>
internal static class PowerSimulation
{
    /// <summary>Simulates it.</summary>
    /// <param name="model">The fit.</param>
    /// <param name="test">The test: of a study it gives what makes, for each thread, a function from a response to a p value, NaN where there is none, or the reason of a failure.</param>
    /// <param name="setting">The study.</param>
    /// <param name="level">The level of the test.</param>
    /// <param name="replicates">The number of data sets.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="threads">Threads at most; null for one a core.</param>
    /// <param name="progress">Is told after every replicate.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public static PowerPoint Run(
        FittedModel model, Func<FittedModel, Func<ReplicateTest>> test, PowerSetting setting, double level, int replicates, int seed, int? threads, IProgress<WorkProgress>? progress, CancellationToken cancellationToken)
    {
        double[] beta = [.. model.Solution.Beta];
        var names = new BootstrapNames(model);
        foreach ((string name, double value) in setting.Coefficients)
        {
            beta[names.Coefficients.IndexOf(name)] = value;
        }

        FittedModel study = Study(model, setting, beta, seed, cancellationToken);
        var simulator = new ResponseSimulator(study, model, beta);
        var pValues = new double[replicates];
        var failures = new string?[replicates];
        Func<ReplicateTest> tests = test(study);
        Replicates.Run(replicates, threads, progress, _ => false, () => new Worker(tests(), seed, study.RowCount), (i, own) => failures[i] = Try(i, own), cancellationToken);
        return new PowerPoint(
            setting,
            study.Groups.Select(g => g.Levels.Length).DefaultIfEmpty(0).Min(),
            study.RowCount,
            pValues.Where((p, i) => failures[i] is null && p < level).Count(),
            failures.Count(f => f is null),
            [.. failures.Select((f, i) => (Reason: f, i)).Where(f => f.Reason is not null).Select(f => new BootstrapFailure(f.i, f.Reason!))]);

        string? Try(int replicate, Worker own)
        {
            try
            {
                own.Random.Restart(replicate);
                simulator.Draw(own.Random, own.Response);
                (pValues[replicate], string? failure) = own.Test(own.Response);
                return failure ?? (double.IsNaN(pValues[replicate]) ? "The test has no p value." : null);
            }
            catch (MixedModelException refused)
            {
                return refused.Message;
            }
        }
    }

    /// <summary>A fit of the study's design, whose refits the replicates are.</summary>
    private static FittedModel Study(FittedModel model, PowerSetting setting, double[] beta, int seed, CancellationToken cancellationToken)
    {
        // Checks that there is something to simulate from.
        _ = new ResponseSimulator(model, SimulatedEffects.New);
        if (setting.Groups is null && setting.RowCopies == 1)
        {
            return model;
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(setting.RowCopies, 1, nameof(setting));
        ModelMatrices matrices = model.Matrices;
        if (setting.Groups is { } groups)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(groups, 2, nameof(setting));
            matrices = new ClusterResampler(model).Take(groups);
        }

        if (setting.RowCopies > 1)
        {
            matrices = RowSubset.Of(matrices, [.. Enumerable.Range(0, matrices.RowCount).SelectMany(i => Enumerable.Repeat(i, setting.RowCopies))]);
        }

        // Any response of the study will do: no replicate depends on it.
        FittedModel shape = model.With(model.Solution, matrices);
        double[] response = new ResponseSimulator(shape, model, beta).Draw(new KeyedRandom(seed, int.MaxValue));
        return model.With(model.Solution.FitTo(matrices with { Response = response }, cancellationToken));
    }

    /// <summary>What one thread needs.</summary>
    private sealed class Worker(ReplicateTest test, int seed, int rows)
    {
        public ReplicateTest Test => test;

        public KeyedRandom Random { get; } = new(seed, 0);

        public double[] Response { get; } = new double[rows];
    }
}

/// <summary>Tests one simulated response.</summary>
/// <param name="response">n numbers, read until the method returns.</param>
/// <returns>The p value, NaN where there is none; why the fit does not count, null where it does.</returns>
/// <exception cref="MixedModelException">The response cannot be fitted.</exception>
internal delegate (double PValue, string? Failure) ReplicateTest(double[] response);
