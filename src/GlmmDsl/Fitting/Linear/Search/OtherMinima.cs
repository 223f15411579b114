using GlmmDsl.Covariance;
using GlmmDsl.Fitting.Linear.Criteria;

namespace GlmmDsl.Fitting.Linear.Search;

/// <summary>Looks for minima lower than the one that a search has found, by probing the criterion far away and by descents from other starts.</summary>
internal sealed class OtherMinima(CovarianceSearch search, LinearCriterion criterion, CovarianceLayout layout)
{
    /// <summary>With this few parameters, the search makes at most this many evaluations unless something calls for more.</summary>
    private const int FewParameters = 3, MostEvaluations = 12;

    /// <summary>Diagonals of Λ larger than those of most models.</summary>
    private const double Large = 3, VeryLarge = 10;

    /// <summary>
    /// Variances that explain the same rows in different ways can give several minima; in some designs one lies at zero, far above one with positive variances.
    /// Most are reached from large variances, others from a start where one term is large and the rest are small.
    /// </summary>
    /// <param name="isFar">Whether to look for them from distant starts too.</param>
    public void Look(bool isFar)
    {
        bool isCheap = isFar && criterion.Count > FewParameters;
        if (isFar && !isCheap)
        {
            DescendFromLowestProbe();
        }

        if (HasVanished() || isCheap)
        {
            DescendFrom(isCheap ? VeryLarge : Large);
        }

        LookBehindEnds();

        // A Λ that is large only for the heavy rows.
        if (layout.WeightSpread is > 1 and double spread)
        {
            DescendFrom(1 / spread);
            DescendFrom(1 / Math.Sqrt(spread));
        }

        TermLayout[] terms = [.. layout.Terms];
        for (int t = 0; t < terms.Length && terms.Length > 1 && isCheap && double.IsFinite(search.Value); t++)
        {
            TermLayout large = terms[t];
            search.Descend(layout.Independent((term, _) => term == large ? Large : 0.03));
        }
    }

    /// <summary>
    /// Evaluates the criterion only, which costs little, with one or all diagonals very large. A second minimum there, as with a slope whose column is
    /// far from zero, is often so much lower that points around it are lower too.
    /// </summary>
    private void DescendFromLowestProbe()
    {
        int before = criterion.Evaluations;
        double[] diagonals = [.. layout.Parameters.Select((p, i) => p.IsSize ? Math.Abs(search.Theta[i]) : 0)];
        double[] lowest = [];
        double value = search.Value;
        for (int large = -1; large < diagonals.Length; large++)
        {
            double[] probe = [.. layout.Parameters.Select((p, i) => p.IsSize && (large < 0 || large == i) ? VeryLarge : diagonals[i])];
            bool isAsked = large < 0 ? diagonals.Length > 1 : layout.Parameters[large].IsSize;
            if (isAsked && criterion.Evaluations < MostEvaluations - 1 && criterion.Evaluate(probe) is double found && found < value - CovarianceSearch.NotWorse)
            {
                (lowest, value) = (probe, found);
            }
        }

        if (lowest.Length > 0)
        {
            search.Descend(lowest);
        }
        else if (criterion.Evaluations > before)
        {
            search.Restore();
        }
    }

    /// <summary>
    /// Where a variance is zero, correlations that columns share have no slope, whatever they are; and at the end of their range the criterion may have a minimum beside a lower one on the other side of zero. So
    /// the search begins again on both sides.
    /// </summary>
    private void LookBehindEnds()
    {
        if (layout.IsIdentity || !double.IsFinite(search.Value) || OptimumVerdict.OfOptimum(layout, search.Theta).Vanished.IsEmpty)
        {
            return;
        }

        foreach (double angle in (ReadOnlySpan<double>)[-0.8, 0.8])
        {
            double[] start = layout.Independent((_, _) => 1);
            for (int i = 0; i < start.Length; i++)
            {
                CovarianceParameter parameter = layout.Parameters[i];
                start[i] = !parameter.IsSize && !parameter.IsEntry && parameter.Row == parameter.Column + 1 ? angle : start[i];
            }

            search.Descend(start);
        }
    }

    private void DescendFrom(double size) => search.Descend(layout.Independent((_, _) => size));

    /// <summary>Whether a diagonal of Λ is exactly zero.</summary>
    private bool HasVanished() => layout.Parameters.Where((p, i) => p.IsSize && search.Theta[i] == 0).Any();
}
