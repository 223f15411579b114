using System.Collections.Immutable;
using GlmmDsl.Fitting.Columns;

namespace GlmmDsl.Fitting;

/// <summary>What every engine finds: results, summaries and prediction read it without asking which engine it was. All in the user's units.</summary>
internal interface IModelSolution
{
    /// <summary>Whether the criterion is REML.</summary>
    bool IsReml { get; }

    /// <summary>The minimised criterion, −2 log L or its restricted form, all constants included.</summary>
    double Criterion { get; }

    /// <summary>θ by terms, columns of the lower triangle: in units of σ for linear models, absolute for others.</summary>
    double[] Theta { get; }

    /// <summary>θ as it is shown: no number where the criterion does not depend on it.</summary>
    double[] ShownTheta { get; }

    /// <summary>σ̂ of a linear model; 1 where the family has no dispersion.</summary>
    double Sigma { get; }

    /// <summary>The number of dispersion parameters estimated.</summary>
    int DispersionCount { get; }

    /// <summary>Indices of the fixed-effects columns kept, ascending.</summary>
    ImmutableArray<int> Kept { get; }

    /// <summary>The dropped columns.</summary>
    ImmutableArray<AliasedColumn> Aliased { get; }

    /// <summary>β̂ of the kept columns.</summary>
    double[] Beta { get; }

    /// <summary>The covariance matrix of β̂.</summary>
    double[,] Covariance { get; }

    /// <summary>For each term, levels × columns: the conditional modes b̂.</summary>
    double[][,] ConditionalModes { get; }

    /// <summary>For each term, levels × k·k: the conditional covariance of each level's b given θ̂, β̂.</summary>
    double[][,] ConditionalCovariances { get; }

    /// <summary>Fitted means, n numbers; of one trial in a binomial model.</summary>
    double[] Fitted { get; }

    /// <summary>Evaluations of the criterion by the search.</summary>
    int Evaluations { get; }

    /// <summary>Evaluations of the gradient, with those that are differenced for the Hessian.</summary>
    int Gradients { get; }

    /// <summary>Largest component, in absolute value, of the gradient in what was optimised.</summary>
    double GradientMaxAbs { get; }

    /// <summary>The verdict.</summary>
    Verdict Verdict { get; }

    /// <summary>Why the verdict is not <see cref="Verdict.Converged"/>: a plain clause; empty when it is.</summary>
    string VerdictReason { get; }

    /// <summary>Terms and columns whose variance vanished; a pair (t, −1) for a perfect correlation inside term t.</summary>
    ImmutableArray<(int Term, int Column)> Vanished { get; }

    /// <summary>Terms and columns whose variance the data cannot identify, because the fixed effects hold them too; not among <see cref="Vanished"/>.</summary>
    ImmutableArray<(int Term, int Column)> Unidentified { get; }

    /// <summary>The criterion at another θ and, of a generalised model, another β of the kept columns; without β, with β profiled.</summary>
    double ValueAt(ReadOnlyMemory<double> theta, ReadOnlyMemory<double>? beta);
}
