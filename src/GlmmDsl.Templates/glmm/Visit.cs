using GlmmDsl.Data;

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
