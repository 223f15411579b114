using GlmmDsl.Inference;
using GlmmDsl.Inference.Resampling;

namespace GlmmDsl;

/// <content>Simulation and bootstrap.</content>
public sealed partial class MixedModelFit
{
    /// <summary>Simulates responses of the fitted model: normal, binomial (of the rows' trials) or Poisson, with the rows' precision weights.</summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">Decides the numbers: the same seed gives the same responses, on any number of threads. The first ones are the same whatever the count.</param>
    /// <param name="effects">Whether random effects are drawn anew or are the conditional modes.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>The responses, each with a number for every row used (see <see cref="SourceRows"/>); of a binomial model the successes.</returns>
    /// <exception cref="InvalidOperationException">A fit without rows, of separated outcomes, or with weights that no distribution belongs to.</exception>
    public double[][] Simulate(int count, int seed, SimulatedEffects effects = SimulatedEffects.New, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var simulator = new ResponseSimulator(model, effects);
        var responses = new double[count][];
        Replicates.Run(count, null, null, _ => false, i => responses[i] = simulator.Draw(new KeyedRandom(seed, i)), cancellationToken);
        return responses;
    }

    /// <summary>
    /// Bootstraps the fit: replicates of the data are made and fitted again, by the same method and from the fit's own estimates, on all cores. The numbers depend on the
    /// seed alone, not on threads or order. Replicates that cannot be fitted are counted with their reasons.
    /// </summary>
    /// <param name="replicates">How many replicates.</param>
    /// <param name="seed">Decides the numbers.</param>
    /// <param name="kind">How the replicates are made.</param>
    /// <param name="resume">Replicates that are done, of the same fit, kind and seed (<see cref="BootstrapDraws.Load"/>); null to begin.</param>
    /// <param name="threads">Threads at most; null for one a core.</param>
    /// <param name="progress">Is told after every replicate, from several threads.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="BootstrapCanceledException">The work was cancelled; what it had done is in the exception.</exception>
    /// <exception cref="ArgumentException">Draws of another model, kind or seed.</exception>
    /// <exception cref="InvalidOperationException">A fit without rows, of separated outcomes, or that the kind does not suit.</exception>
    public BootstrapResult Bootstrap(
        int replicates,
        int seed,
        BootstrapKind kind = BootstrapKind.Parametric,
        BootstrapDraws? resume = null,
        int? threads = null,
        IProgress<WorkProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        Bootstrapper.Run(model, replicates, seed, kind, resume, threads, progress, cancellationToken);

    /// <summary>
    /// The power of a test in the fit's study or in others, by simulation: data sets are simulated from the fit's estimates, with the coefficients and the sizes of each
    /// study, and the test is made of the fit to each. The numbers depend on the seed alone, not on threads.
    /// </summary>
    /// <param name="test">The test.</param>
    /// <param name="replicates">Data sets a study.</param>
    /// <param name="seed">Decides the numbers.</param>
    /// <param name="studies">The studies; null for that of the fit.</param>
    /// <param name="level">The level at which the test rejects.</param>
    /// <param name="threads">Threads at most; null for one a core.</param>
    /// <param name="progress">Is told after every replicate of a study, from several threads.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="ArgumentOutOfRangeException">A level outside (0, 1), or sizes that are no study.</exception>
    /// <exception cref="KeyNotFoundException">A coefficient that the fit does not have.</exception>
    /// <exception cref="InvalidOperationException">A fit that cannot be simulated from, or crossed grouping factors, whose numbers of groups do not follow from one number.</exception>
    public PowerCurve Power(
        PowerTest test,
        int replicates,
        int seed,
        IReadOnlyList<PowerSetting>? studies = null,
        double level = 0.05,
        int? threads = null,
        IProgress<WorkProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(test);
        ArgumentOutOfRangeException.ThrowIfLessThan(replicates, 1);
        Interval.RequireLevel(level);
        return new(test.Name, level, [.. (studies ?? [new PowerSetting()]).Select(s => PowerSimulation.Run(model, study => test.Of(study, cancellationToken), s, level, replicates, seed, threads, progress, cancellationToken))]);
    }
}
