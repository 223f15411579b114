namespace GlmmDsl.Package.Tests;

/// <summary>The template of <c>dotnet new</c>, installed from a folder of packages apart from the user's own templates.</summary>
[Collection(nameof(PackageFeed))]
public sealed class TemplateTests(PackageFeed feed)
{
    private const string Formula = "Score ~ Week * Arm + (Week | Patient)";

    [Fact]
    public void A_new_project_and_a_new_program_of_one_file_compile_without_a_warning_and_print_what_the_command_prints()
    {
        Dotnet(feed.Root, $"pack src/GlmmDsl.Templates -c {PackageFeed.Configuration} -o \"{feed.Feed}\" -p:PackageVersion={PackageFeed.Version} -v q --nologo");
        string folder = feed.NewFolder("templates");
        string hive = $"--debug:custom-hive \"{Path.Combine(folder, "hive")}\"";
        Dotnet(folder, $"new install GlmmDsl.Templates@{PackageFeed.Version} {hive}");

        // A name that no class could have.
        Dotnet(folder, $"new glmm --output \"2nd study\" --no-restore --no-update-check {hive}");
        string project = Path.Combine(folder, "2nd study");
        Dotnet(project, "build -p:TreatWarningsAsErrors=true -p:GenerateDocumentationFile=true -p:NuGetAudit=false -v q --nologo");
        string printed = Dotnet(folder, "run --no-build --project \"2nd study\"");
        string data = Path.Combine(project, "visits.csv");
        Assert.StartsWith(Glmm("fit", data, Formula, "--levels", "Arm=Placebo,Drug"), printed, StringComparison.Ordinal);
        string tests = Glmm("test", data, Formula, "--levels", "Arm=Placebo,Drug");
        Assert.Contains(tests[tests.IndexOf("Type III", StringComparison.Ordinal)..].Trim(), printed, StringComparison.Ordinal);

        Dotnet(folder, $"new glmm --output Single --file-based --no-update-check {hive}");
        string single = Path.Combine(folder, "Single");
        Assert.Equal(["Single.cs", "visits.csv"], Directory.GetFiles(single).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        string file = Path.Combine(single, "Single.cs");
        // The native compiler is a package that the feed does not have.
        File.WriteAllText(file, "#:property PublishAot=false\n#:property TreatWarningsAsErrors=true\n#:property NuGetAudit=false\n" + File.ReadAllText(file));
        Assert.Equal(printed, Dotnet(single, "run Single.cs"));
    }

    private string Glmm(params string[] arguments)
    {
        (int code, string output) = PackageFeed.Run("dotnet", [Path.Combine(feed.Root, "src", "GlmmDsl.Cli", "bin", PackageFeed.Configuration, "net10.0", "glmm.dll"), .. arguments]);
        Assert.True(code == 0, output);
        return output;
    }

    private static string Dotnet(string where, string arguments)
    {
        (int code, string output) = PackageFeed.Dotnet(where, arguments);
        Assert.True(code == 0, output);
        return output;
    }
}
