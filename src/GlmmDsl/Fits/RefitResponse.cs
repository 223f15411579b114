using System.Globalization;
using GlmmDsl.Design;

namespace GlmmDsl.Fits;

/// <summary>Checks the response that a generalised model is fitted to again: what a table's response must be, this one must be too.</summary>
internal static class RefitResponse
{
    /// <summary>Refuses what is no response of the family.</summary>
    /// <param name="matrices">The design of the first fit.</param>
    /// <param name="family">The family.</param>
    /// <param name="response">A finite number for each row: counts, or successes of the trials of the row.</param>
    /// <exception cref="ModelDataException">A number that is no count, more successes than trials, or a response that leaves nothing to explain.</exception>
    public static void Require(ModelMatrices matrices, Family family, double[] response)
    {
        bool isBinomial = family == Family.Binomial;
        bool hasSuccess = false, hasFailure = !isBinomial;
        for (int i = 0; i < response.Length; i++)
        {
            double trials = !isBinomial ? double.PositiveInfinity : matrices.Trials?[i] ?? 1;
            if (response[i] < 0 || response[i] > trials || response[i] != Math.Floor(response[i]))
            {
                string wanted = isBinomial
                    ? string.Create(CultureInfo.InvariantCulture, $"the row's successes, a whole number from 0 to its {trials:R} trials")
                    : "a count, a whole number from 0";
                throw new ModelDataException(
                    string.Create(CultureInfo.InvariantCulture, $"The new response of row {matrices.SourceRows[i] + 1} is {response[i]:R}; the model needs {wanted}."), null, matrices.SourceRows[i] + 1L);
            }

            hasSuccess |= response[i] > 0;
            hasFailure |= response[i] < trials;
        }

        if (!hasSuccess || !hasFailure)
        {
            throw new ModelDataException(
                isBinomial ? $"The new response has no {(hasSuccess ? "failure" : "success")}: there is nothing to explain." : "The new response is 0 in every row: there is nothing to explain.");
        }
    }
}
