#:package GlmmDsl@0.0.0-template
using GlmmDsl;
using GlmmDsl.Data;

// Another file with the same columns: dotnet run GlmmStudy.cs FILE.csv
string file = args.Length > 0 ? args[0] : "visits.csv";
Trial.RemlFit fit = Trial.FitReml(Visit.ReadCsv(file));
Console.WriteLine(fit);

// Every coefficient has a name, and a misspelt one does not compile.
Trial.Tests tests = fit.KenwardRoger();
Console.WriteLine(tests.Terms);
var slope = tests.Coefficients.Week_ArmDrug;
Console.WriteLine(FormattableString.Invariant($"The drug changes the score by {slope.Estimate:F3} a week (p = {slope.PValue:F4})."));

/// <summary>Scores over the weeks, a line for each arm; patients differ in where they start and in how fast they change.</summary>
[LinearMixedModel<Visit>("Score ~ Week * Arm + (Week | Patient)")]
public sealed partial class Trial;

/// <summary>What a patient gets. The first is the reference.</summary>
public enum Arm
{
    /// <summary>No active substance.</summary>
    Placebo,

    /// <summary>The drug.</summary>
    Drug,
}

/// <summary>A visit of a patient: a row of the file.</summary>
/// <param name="Score">The score of symptoms.</param>
/// <param name="Week">Weeks since the start.</param>
/// <param name="Arm">What the patient gets.</param>
/// <param name="Patient">The patient.</param>
public sealed record Visit(double Score, double Week, Arm Arm, string Patient)
{
    /// <summary>Reads a CSV file with a header of these names.</summary>
    public static Visit[] ReadCsv(string file)
    {
        Table table = Table.ReadCsv(file);
        double[] score = table.Numbers("Score");
        double[] week = table.Numbers("Week");
        string?[] arm = table.Texts("Arm");
        string?[] patient = table.Texts("Patient");
        return [.. Enumerable.Range(0, table.RowCount).Select(row => new Visit(score[row], week[row], Enum.Parse<Arm>(arm[row]!), patient[row]!))];
    }
}
