Console.WriteLine("The gallery is being hung.");
